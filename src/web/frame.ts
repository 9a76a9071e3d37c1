export const FRAME = 'frame';

/** Who knows what stands around a page: the menu, its counts, the banners. */
export interface Frame {
  around(request: { member?: unknown; path: string; sessionID?: string }): Promise<object>;
}
