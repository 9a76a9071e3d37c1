import { Injectable, NotFoundException } from '@nestjs/common';
import { folded } from '../contacts/folded.js';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { MergeValues } from './merge-values.js';
import { mostTemplates, ownerOf, type Scope, Template, type TemplateDetails } from './template.js';

/** The templates of a program and of its people. Everybody uses the shared ones and their own. */
@Injectable()
export class Templates {
  constructor(
    private readonly database: Database,
    private readonly values: MergeValues,
    private readonly clock: Clock,
  ) {}

  /** Those of a scope by name; with `q`, those whose name or text holds it. */
  async of(scope: Scope, member: Member, q = ''): Promise<Template[]> {
    const all = await this.database.manager.find(Template, {
      where: { programId: member.programId, owner: ownerOf(scope, member) },
      order: { folded: 'ASC', id: 'ASC' },
    });
    const wanted = folded(q);
    return all.filter(({ name, body }) => folded(`${name} ${body}`).includes(wanted));
  }

  /** What somebody can insert: their own first, then the shared ones, each by name. */
  async usable(member: Member, q = ''): Promise<Template[]> {
    const [own, shared] = await Promise.all([this.of('own', member, q), this.of('shared', member, q)]);
    return [...own, ...shared];
  }

  /** One that somebody can insert, or 404. */
  async pick(id: number, member: Member): Promise<Template> {
    const { programId } = member;
    const template = await this.database.manager.findOneBy(Template, { id, programId });
    if (!template || ![0, member.userId].includes(template.owner)) throw new NotFoundException();
    return template;
  }

  /** One of a scope, or 404. */
  async find(id: number, scope: Scope, member: Member): Promise<Template> {
    const mine = { id, programId: member.programId, owner: ownerOf(scope, member) };
    const template = await this.database.manager.findOneBy(Template, mine);
    if (!template) throw new NotFoundException();
    return template;
  }

  async add(scope: Scope, details: TemplateDetails, by: Member): Promise<Template> {
    const { fields } = await this.values.mergeable(by.programId);
    return this.keep(scope, by, async () => Template.of(scope, details, fields, by, this.clock.now()));
  }

  async copy(id: number, scope: Scope, by: Member): Promise<Template> {
    return this.keep(scope, by, async () => {
      const template = await this.find(id, scope, by);
      return template.copy(await this.of(scope, by), by, this.clock.now());
    });
  }

  /**
   * Every change of a template passes through here. `version` is the one that the form was made from; 0 when it doesn't
   * say. Of two who change it at once the second is told.
   */
  async change(id: number, scope: Scope, details: TemplateDetails, version: number, by: Member): Promise<void> {
    const { fields } = await this.values.mergeable(by.programId);
    await this.named(() =>
      this.database.transaction(async () => {
        const held = this.database.manager
          .createQueryBuilder(Template, 'template')
          .where('template.id = :id AND template.programId = :programId AND template.owner = :owner', {
            id,
            programId: by.programId,
            owner: ownerOf(scope, by),
          });
        const template = await this.database.locked(held).getOne();
        if (!template) throw new NotFoundException();
        if (version && version !== template.version)
          throw new Refusal(
            'Somebody changed this template in the meantime. Look at it again before you save.',
            'form',
          );
        template.describe(details, fields, by, this.clock.now());
        await this.database.manager.save(template);
      }),
    );
  }

  async remove(id: number, scope: Scope, by: Member): Promise<void> {
    await this.find(id, scope, by);
    await this.database.transaction(() =>
      this.database.run('DELETE FROM templates WHERE id = ? AND program_id = ? AND owner = ?', [
        id,
        by.programId,
        ownerOf(scope, by),
      ]),
    );
  }

  private keep(scope: Scope, by: Member, made: () => Promise<Template>): Promise<Template> {
    return this.named(() =>
      this.database.transaction(async () => {
        const { programId } = by;
        const count = await this.database.manager.countBy(Template, { programId, owner: ownerOf(scope, by) });
        if (count >= mostTemplates) throw new Refusal(`There is room for ${mostTemplates} templates.`, 'form');
        return this.database.manager.save(await made());
      }),
    );
  }

  private async named<T>(work: () => Promise<T>): Promise<T> {
    return work().catch((error: unknown) => {
      throw isDuplicate(error) ? new Refusal('Another template has this name.', 'name') : error;
    });
  }
}
