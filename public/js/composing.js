/**
 * Whether a key belongs to an input method, as for Japanese or Chinese: its Enter takes what is suggested. In Safari the
 * composition is over by then, and only the number of the key (229) tells.
 */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;
