/** How Node runs a compiled program of ours: settings of an `.env` file count where the environment is silent. */
export const program = (file, ...args) => [
  '--enable-source-maps',
  '--env-file-if-exists=.env',
  `dist/src/${file}`,
  ...args,
];
