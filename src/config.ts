import { Expose, plainToInstance, Transform } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
  validateSync,
} from 'class-validator';
import { databaseUrlIn, databaseUrls, hostsIn, notADatabaseUrl, pem, trusted } from './config-values.js';
import type { Config } from './config-shape.js';
import { keptSecret } from './kept-secret.js';

export type { Config, VonageSettings } from './config-shape.js';

const url = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };
const rate = 'VONAGE_REQUESTS_PER_SECOND must be a number from 1 to 100000, such as 30.';
// Parley has a name of its own: the addresses in its pages begin at the root.
const publicUrl = 'PUBLIC_URL must be a full address without a path, such as https://texts.example.edu.';
const blankIsUnset = Transform(({ value }) => (typeof value === 'string' && !value.trim() ? undefined : value));

/** Where Vonage keeps the pictures that people send. */
const ownHosts = ['*.nexmo.com', '*.vonage.com'];

/** Settings whose default is a number: they are looked at even when nobody has set them. */
const defaulted = { PORT: '', VONAGE_REQUESTS_PER_SECOND: '' };

/** The environment as it may be set; `.env.example` explains each. */
class Environment {
  @Expose()
  @blankIsUnset
  @IsOptional()
  @Transform(({ value }) => Number(value ?? 3000))
  @IsInt({ message: 'PORT must be a number from 0 to 65535.' })
  @Min(0, { message: 'PORT must be a number from 0 to 65535.' })
  @Max(65535, { message: 'PORT must be a number from 0 to 65535.' })
  PORT: number;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Matches(/^[\w.:-]+$/, { message: 'HOST must be an address or a name, such as 0.0.0.0.' })
  HOST?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @IsUrl(url, { message: publicUrl })
  @Matches(/^\w+:\/\/[^/?#]+\/*$/, { message: publicUrl })
  PUBLIC_URL?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Matches(databaseUrls, { message: notADatabaseUrl })
  DATABASE_URL?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @MinLength(32, { message: 'SESSION_SECRET must have at least 32 characters.' })
  SESSION_SECRET?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Matches(/^rediss?:\/\/.+/, { message: 'REDIS_URL must look like redis://host:6379.' })
  REDIS_URL?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Transform(({ value }) => (value === undefined || URL.canParse(value) ? value : 'not an address'))
  @Matches(/^smtps?:\/\/([^%]|%[\da-f]{2})+$/i, {
    message: 'SMTP_URL must look like smtp://user:password@host:587, with %25 for a % in the password.',
  })
  SMTP_URL?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Matches(/^([^<>"\r\n]*<[^\s<>"@]+@[^\s<>"@]+>|[^\s<>"@]+@[^\s<>"@]+)$/, {
    message: 'MAIL_FROM must look like Parley <texts@example.edu>.',
  })
  MAIL_FROM?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Matches(/^[\w-]+$/, { message: 'VONAGE_APPLICATION_ID must be the id that the Vonage dashboard shows.' })
  VONAGE_APPLICATION_ID?: string;

  @Expose()
  @blankIsUnset
  @ValidateIf((env: Environment) => env.VONAGE_APPLICATION_ID !== undefined)
  @Transform(({ value }) => pem(value))
  @Matches(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, {
    message: 'VONAGE_PRIVATE_KEY must be the private key (PEM) of the Vonage application, or the path of its file.',
  })
  VONAGE_PRIVATE_KEY?: string;

  @Expose()
  @blankIsUnset
  @ValidateIf(
    (env: Environment) => env.VONAGE_APPLICATION_ID !== undefined || env.VONAGE_SIGNATURE_SECRET !== undefined,
  )
  @Matches(/^\s*[^,\s][^,]{30,}[^,\s]\s*(,\s*[^,\s][^,]{30,}[^,\s]\s*)*$/, {
    message: 'VONAGE_SIGNATURE_SECRET must be the signature secret of the Vonage account, 32 characters or more.',
  })
  VONAGE_SIGNATURE_SECRET?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Matches(/^\w+$/, { message: 'VONAGE_API_KEY must be the key that the Vonage dashboard shows.' })
  VONAGE_API_KEY?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @IsUrl(url, { message: 'VONAGE_API_HOST must be an address, such as https://api.nexmo.com.' })
  VONAGE_API_HOST?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Transform(({ value }) => hostsIn(value))
  @IsArray({ message: 'VONAGE_MEDIA_HOSTS must be names with a comma between, such as *.nexmo.com,*.vonage.com.' })
  VONAGE_MEDIA_HOSTS?: string[];

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Transform(({ value }) => Number(value ?? 30))
  @IsInt({ message: rate })
  @Min(1, { message: rate })
  @Max(100_000, { message: rate })
  VONAGE_REQUESTS_PER_SECOND: number;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @IsIn(['0', '1'], { message: 'DEMO must be 1 or 0.' })
  DEMO?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
    message: 'LOG_LEVEL must be fatal, error, warn, info, debug or silent.',
  })
  LOG_LEVEL?: string;

  @Expose()
  @blankIsUnset
  @IsOptional()
  @Matches(/^(\d+|true|false|loopback)$/, {
    message: 'TRUST_PROXY must be the number of proxies before Parley, such as 1.',
  })
  TRUST_PROXY?: string;
}

/** Everything that is wrong with the environment, a sentence each. */
export class Misconfigured extends Error {
  constructor(readonly sentences: string[]) {
    super(sentences.join('\n'));
  }
}

/** Reads the environment; throws `Misconfigured`. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const env = plainToInstance(Environment, { ...defaulted, ...environment }, { excludeExtraneousValues: true });
  const faults = validateSync(env, { stopAtFirstError: true }).flatMap((fault) =>
    Object.values(fault.constraints ?? {}),
  );
  const isBare = !env.DATABASE_URL && !env.VONAGE_APPLICATION_ID;
  const demo = env.DEMO === '1' ? 'asked' : env.DEMO !== '0' && isBare ? 'offered' : 'no';
  if (!env.SESSION_SECRET && demo === 'no')
    faults.push('SESSION_SECRET is missing: set it to a long random text, for example from “openssl rand -hex 32”.');
  if (faults.length) throw new Misconfigured(faults);

  const databaseUrl = databaseUrlIn(env.DATABASE_URL);
  const sessionSecret = env.SESSION_SECRET ?? secretBeside(databaseUrl);
  const vonage = env.VONAGE_APPLICATION_ID
    ? {
        applicationId: env.VONAGE_APPLICATION_ID,
        privateKey: env.VONAGE_PRIVATE_KEY!,
        apiHost: (env.VONAGE_API_HOST ?? 'https://api.nexmo.com').replace(/\/+$/, ''),
        // Whoever has set another provider has set whose pictures to fetch.
        mediaHosts: [...(env.VONAGE_MEDIA_HOSTS ?? ownHosts), ...(env.VONAGE_API_HOST ? [env.VONAGE_API_HOST] : [])],
      }
    : null;
  return {
    port: env.PORT,
    host: env.HOST ?? (demo === 'no' ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    databaseUrl,
    sessionSecret,
    redisUrl: env.REDIS_URL ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM ?? null,
    vonage,
    simulated: !vonage,
    vonageApiKey: env.VONAGE_API_KEY ?? null,
    requestsPerSecond: env.VONAGE_REQUESTS_PER_SECOND,
    signatureSecrets: env.VONAGE_SIGNATURE_SECRET?.split(',').map((secret) => secret.trim()) ?? [
      `simulator:${sessionSecret}`,
    ],
    demo,
    logLevel: env.LOG_LEVEL ?? 'info',
    trustProxy: trusted(env.TRUST_PROXY),
  };
}

function secretBeside(databaseUrl: string): string {
  try {
    return keptSecret(databaseUrl);
  } catch (error) {
    const { code } = error as { code?: string };
    const where =
      'Set DATABASE_URL to a place that this user may write to, such as sqlite:/var/lib/parley/parley.sqlite.';
    throw new Misconfigured([`The folder of the database can’t be written to (${code}). ${where}`]);
  }
}
