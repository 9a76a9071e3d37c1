import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import session from 'express-session';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import type { Authenticator } from 'passport';
import { CONFIG } from './config-token.js';
import type { Config } from './config.js';
import { Pages } from './people/pages.js';
import { PASSPORT } from './people/passport-token.js';
import { lifetime, SessionStore } from './people/session-store.js';
import { root } from './root.js';
import { DoorJournal } from './vonage/door-journal.js';
import { unreadableBodies } from './vonage/short-answers.js';
import { type Frame, FRAME } from './web/frame.js';
import { HangingUp } from './web/hanging-up.js';
import { htmx } from './web/htmx.js';
import { Problems } from './web/problems.js';
import { Responses } from './web/responses.js';
import { sameOrigin } from './web/same-origin.js';
import { stylePath, styles } from './web/stylesheet.js';
import { Templates } from './web/templates.js';

/** Everything around the routes, the same for the running program and for its tests. */
export function configure(app: NestExpressApplication): NestExpressApplication {
  const config = app.get<Config>(CONFIG);
  const isDevelopment = process.env['NODE_ENV'] === 'development';
  const views = join(root, 'views');
  app.set('trust proxy', config.trustProxy);
  app.set('etag', false);
  app.disable('x-powered-by');
  app.engine('hbs', new Templates(views, isDevelopment).render);
  app.setBaseViewsDir(views);
  app.setViewEngine('hbs');
  app.set('view cache', !isDevelopment);
  app.setLocal('isSimulator', config.simulated);
  if (!isDevelopment) app.use(stylePath, styles(keepVersions));
  app.use(ifFile(express.static(join(root, 'public'), { index: false, setHeaders: keepVersions, redirect: false })));
  app.use(safely(config), unlessOpen(privately));
  app.use('/webhooks', express.raw({ type: () => true, limit: '256kb' }), unreadableBodies(app.get(DoorJournal)));
  app.use(unlessOpen(sameOrigin(config.publicUrl)));
  app.use(unlessOpen(express.urlencoded({ extended: false, limit: '256kb', parameterLimit: 2000 })));
  app.use(unlessOpen(session(sessions(app, config))));
  const passport = app.get<Authenticator>(PASSPORT);
  app.use(unlessOpen(passport.initialize()), unlessOpen(passport.session()));
  app.use(methodOverride, arrays, htmx);
  app.useGlobalInterceptors(new Responses(app.get<Frame>(FRAME)));
  app.useGlobalFilters(new Problems(app.get(Logger), app.get<Frame>(FRAME), app.get(Pages)));
  app.get(HangingUp).on(app.getHttpServer());
  app.enableShutdownHooks();
  return app;
}

// Addresses for machines: no cookies, no forms.
const open = /^\/(webhooks\/|media\/|healthz$|readyz$|metrics$)/;

const unlessOpen =
  (handler: (request: Request, response: Response, next: NextFunction) => void) =>
  (request: Request, response: Response, next: NextFunction) =>
    open.test(request.path) ? next() : handler(request, response, next);

// What people see is theirs alone; no cache on the way may keep it, and the browser asks again.
function privately(_: Request, response: Response, next: NextFunction) {
  response.setHeader('Cache-Control', 'private, no-cache');
  next();
}

// Only files have a dot in their name: no other request needs a look at the disk.
const ifFile = (handler: RequestHandler) => (request: Request, response: Response, next: NextFunction) =>
  /\.\w+$/.test(request.path) ? handler(request, response, next) : next();

/** What a page may load: our own files only, and nothing inline. */
const safely = (config: Config) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: config.publicUrl?.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });

const sessions = (app: NestExpressApplication, config: Config): session.SessionOptions => ({
  name: 'parley',
  secret: config.sessionSecret,
  store: app.get(SessionStore),
  resave: false,
  saveUninitialized: false,
  // The store prolongs a session while it is used, and the cookie lasts as long: one that outlived its cookie would go on
  // ringing in a browser where nobody is signed in any more.
  rolling: true,
  cookie: {
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl?.startsWith('https:') ?? false,
    maxAge: lifetime,
  },
});

// What shows notifications talks to us alone, and loads no further script.
const workerPolicy = "default-src 'none'; connect-src 'self'; img-src 'self'";

// The address of a file with a version never changes its content.
function keepVersions(response: Response) {
  const isVersioned = response.req.originalUrl.includes('?v=');
  response.setHeader('Cache-Control', isVersioned ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (response.req.path === '/sw.js') response.setHeader('Content-Security-Policy', workerPolicy);
}

// A plain form can only POST: what it means otherwise stands in `_method`.
function methodOverride(request: Request, _: Response, next: NextFunction) {
  const meant = (request.body as Record<string, unknown> | undefined)?.['_method'] ?? request.query['_method'];
  if (request.method === 'POST' && meant === 'DELETE') request.method = 'DELETE';
  next();
}

// "ids[]" and "ids" are the same field.
function arrays(request: Request, _: Response, next: NextFunction) {
  const body = request.body as Record<string, unknown> | undefined;
  if (body && !Buffer.isBuffer(body))
    for (const name of Object.keys(body).filter((key) => key.endsWith('[]'))) body[name.slice(0, -2)] = body[name];
  next();
}
