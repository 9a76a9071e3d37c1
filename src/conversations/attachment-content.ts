import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { bytes, integer } from '../database/columns.js';

/** The bytes of an attachment: in the database, where every process has them, every backup, and where they go with their text. */
@Entity('attachment_contents')
export class AttachmentContent {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) attachmentId: number;
  @Column(bytes) bytes: Buffer;
}
