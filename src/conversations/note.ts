import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { integer, moment, optionalInteger, optionalString, text } from '../database/columns.js';
import { User } from '../people/user.js';

/** Long enough to paste an e-mail. */
export const longestNote = 5000;

/** What staff tell each other in a conversation. It is never sent to anybody. */
@Entity('notes')
export class Note {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) conversationId: number;
  @Column(optionalInteger) authorId: number | null;
  @ManyToOne(() => User) @JoinColumn({ name: 'author_id' }) author: Relation<User> | null;
  @Column(text) body: string;
  @Column(optionalString) formToken: string | null;
  @Column(moment) at: Date;
}
