/** Signs that show nothing by themselves: spaces of any width, marks that turn or join others, fillers. */
const nothingToSee = /^[\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u;

/** The same words, or none where nobody could see any: what looks empty is empty. */
export const visible = (words: string): string => (nothingToSee.test(words) ? '' : words);

/** Words as somebody wrote them: line ends as they should be, and no control characters, which no keyboard writes. */
export const legible = (words: string): string =>
  visible(
    words
      .replace(/\r\n?/g, '\n')
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .trim(),
  );
