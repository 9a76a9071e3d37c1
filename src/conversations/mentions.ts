/** A note in parts, so that @mentions can be marked: "@Dana Whitfield, call her" begins with a mention. */
export function partsOf(body: string): { text: string; isMention: boolean }[] {
  return body
    .split(/(@\p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*)?)/u)
    .map((text, place) => ({ text, isMention: place % 2 === 1 }))
    .filter(({ text }) => text);
}
