/** What a browser shows. Others see it too, on a locked screen: it says who and what kind, never a word of a text. */
export interface Words {
  title: string;
  body: string;
  /** The page of ours that it leads to. */
  url: string;
  /** What it is about: a later one about the same takes its place. */
  tag: string;
  /** The same however often it is sent, so that a browser that still shows it does not ring again. */
  id: number;
}

/** Who knows what is to be shown. There is one, which stands below in the house. */
export abstract class PushWords {
  /**
   * What to say now of a notification, and of so many others with it: of the next of them when it was read meanwhile, or when
   * they may no longer see what it is about; null when none is left.
   */
  abstract of(notificationId: number, others: number): Promise<Words | null>;
}
