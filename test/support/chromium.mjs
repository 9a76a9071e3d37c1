import { installed } from './server.mjs';

/** Where the browser is that the journeys drive. */
export const chromium = () => installed('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
