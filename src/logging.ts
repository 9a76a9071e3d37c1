import type { Request, Response } from 'express';
import { LoggerModule } from 'nestjs-pino';
import type { Config } from './config.js';
import { placeOf } from './web/place.js';

/** A line of JSON for each request and each thing worth knowing: never a text, a name, a number, a query or a secret. */
export const logging = ({ logLevel }: Config) =>
  LoggerModule.forRoot({
    pinoHttp: {
      level: logLevel,
      base: undefined,
      autoLogging: { ignore: (request) => /^\/(healthz|readyz|metrics|css|js|vendor|icons)/.test(request.url ?? '') },
      customLogLevel: (_, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
      serializers: {
        req: (request: { method: string; raw: Request }) => ({
          method: request.method,
          path: placeOf(pathOf(request.raw)),
        }),
        res: (response: { raw: Response }) => ({ status: response.raw.statusCode }),
        err: (error: Error) => ({ type: error.name, ...messageOf(error), stack: framesOf(error) }),
      },
    },
  });

const pathOf = (request: Request) => (request.originalUrl ?? '').split('?')[0] ?? '';
const framesOf = (error: Error) =>
  error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

// Messages may quote what people wrote, so only a developer's own machine shows them.
const messageOf = (error: Error) => (process.env['NODE_ENV'] === 'production' ? {} : { message: error.message });
