import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalString, optionalText, string } from '../database/columns.js';

/** A line of the ledger: who asked for what, when, in which words. Never changed; it goes when whose number it is is erased. */
@Entity('consent_changes')
export class ConsentChange {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) number: string;
  @Column(string) change: 'opt-out' | 'opt-in';
  @Column(string) source: 'keyword' | 'staff' | 'carrier' | 'import' | 'erasure';
  @Column(optionalString) word: string | null;
  @Column(optionalString) providerId: string | null;
  @Column(optionalInteger) conversationId: number | null;
  @Column(optionalInteger) byUserId: number | null;
  @Column(optionalText) reason: string | null;
  @Column(moment) at: Date;
}
