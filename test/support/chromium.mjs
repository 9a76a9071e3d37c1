import { installed } from './server.mjs';

/** Where the browser is that shows notifications, too. */
export const wholeChromium = () => installed('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

/** Chromium without windows: the same engine in half the time, as it draws no toolbars that nobody sees. */
export const headlessShell = () => installed('chromium-headless-shell');
