import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** What Parley counts, for Prometheus. Labels never hold a person, a number or a text. */
export const metrics = new Registry();

collectDefaultMetrics({ register: metrics });

export const textsSent = new Counter({
  name: 'parley_texts_sent_total',
  help: 'Texts handed to the carrier, by outcome',
  labelNames: ['outcome'],
  registers: [metrics],
});

export const pushesCarried = new Counter({
  name: 'parley_pushes_total',
  help: 'Pushes handed to the push services of browsers, by outcome',
  labelNames: ['outcome'],
  registers: [metrics],
});

export const webhooksTaken = new Counter({
  name: 'parley_webhooks_total',
  help: 'Webhooks received, by kind and outcome',
  labelNames: ['kind', 'outcome'],
  registers: [metrics],
});

export const sendSeconds = new Histogram({
  name: 'parley_send_seconds',
  help: 'How long the carrier took to answer',
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [metrics],
});
