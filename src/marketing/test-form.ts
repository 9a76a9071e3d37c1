import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Member } from '../people/member.js';
import { idIn } from '../web/identifier.js';
import { AudienceSample } from './campaign-pages-audience.js';
import type { Campaign } from './campaign.js';
import type { CampaignStep } from './campaign-step.js';

/** What the form for a test says. */
export interface TypedTest {
  number?: unknown;
  contact?: unknown;
  text?: unknown;
  token?: unknown;
}

/** The form by which somebody sends a text of a campaign to themself. */
@Injectable()
export class TestForms {
  constructor(private readonly sample: AudienceSample) {}

  async of(campaign: Campaign, steps: CampaignStep[], member: Member, typed: TypedTest) {
    const some = await this.sample.of(campaign.audience, member, idIn(typed.contact));
    const text = idIn(typed.text) || 1;
    return {
      isOpen: typed.number !== undefined,
      token: randomUUID(),
      number: typeof typed.number === 'string' ? typed.number : '',
      contacts: some.map(({ id, name, isChosen }) => ({ value: id, label: name, isSelected: isChosen })),
      texts: steps.map(({ position }) => ({
        value: position,
        label: `Text ${position}`,
        isSelected: position === text,
      })),
    };
  }
}
