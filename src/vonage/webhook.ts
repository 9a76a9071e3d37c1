import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalMoment, optionalString, string, text } from '../database/columns.js';

export type WebhookKind = 'inbound' | 'status';

/**
 * `done`: taken. `failed`: something of ours broke, it is tried again. `orphan`: a receipt whose text we don't know yet.
 * `misfit`: not to be understood, shown to admins.
 */
export type WebhookState = 'done' | 'failed' | 'orphan' | 'misfit';

/** A genuine webhook as it came, kept before it is answered, and taken once however often it is delivered. */
@Entity('webhooks')
export class Webhook {
  @PrimaryGeneratedColumn() id: number;
  @Column(optionalInteger) programId: number | null;
  @Column(string) kind: WebhookKind;
  @Column(string) dedupeKey: string;
  @Column(text) body: string;
  @Column(string) state: WebhookState;
  @Column(optionalString) problem: string | null;
  @Column(integer) attempts: number;
  @Column(optionalMoment) dueAt: Date | null;
  @Column(moment) receivedAt: Date;

  /** Takes note of what became of it. */
  settle({ state, problem, dueAt }: Outcome) {
    this.state = state;
    this.problem = problem?.slice(0, 500) ?? null;
    this.dueAt = dueAt ?? null;
  }
}

export interface Outcome {
  state: WebhookState;
  problem?: string;
  dueAt?: Date | null;
}
