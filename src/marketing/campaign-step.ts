import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, text } from '../database/columns.js';

/** One text of a campaign: the first, or one that follows it after some days. */
@Entity('campaign_steps')
export class CampaignStep {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) campaignId: number;
  /** From 1 on. */
  @Column(integer) position: number;
  /** With merge fields. */
  @Column(text) body: string;
  /** How long after the step before it. */
  @Column(integer) waitDays: number;
  @Column(flag) onlyIfNoReply: boolean;
}
