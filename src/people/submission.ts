import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { moment, string, text } from '../database/columns.js';

/** A form that was sent and taken, and where its sender was led. */
@Entity('submissions')
export class Submission {
  @PrimaryGeneratedColumn() id: number;
  @Column(string) formToken: string;
  @Column(text) url: string;
  @Column(moment) createdAt: Date;
}
