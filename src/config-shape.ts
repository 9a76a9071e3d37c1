/** The account with the provider. */
export interface VonageSettings {
  applicationId: string;
  /** PEM */
  privateKey: string;
  apiHost: string;
  /** Whose pictures are fetched: names, such as *.nexmo.com; and whole addresses, which are believed as they stand. */
  mediaHosts: string[];
}

/** What Parley runs with, read once at start. */
export interface Config {
  port: number;
  host: string;
  publicUrl: string | null;
  databaseUrl: string;
  sessionSecret: string;
  redisUrl: string | null;
  smtpUrl: string | null;
  /** Whom e-mails come from; null to make an address up from the other settings. */
  mailFrom: string | null;
  /** The real carrier; null when the simulator plays it. */
  vonage: VonageSettings | null;
  simulated: boolean;
  vonageApiKey: string | null;
  /** How many texts all processes together hand over in a second. */
  requestsPerSecond: number;
  /** Any of these may have signed a webhook. */
  signatureSecrets: string[];
  /** `asked` was said with DEMO=1; `offered` is the default when nothing is configured. */
  demo: 'asked' | 'offered' | 'no';
  logLevel: string;
  trustProxy: string | number | boolean;
}
