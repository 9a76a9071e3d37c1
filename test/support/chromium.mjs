import { installed } from './server.mjs';

/** Chromium without windows: the same browser in half the time, as it draws no toolbars that nobody sees. */
export const headlessShell = () => installed('chromium-headless-shell');

/** Where the browser is that the journeys drive. */
export const chromium = () =>
  headlessShell() ?? installed('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
