import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentMember } from '../people/current-member.js';
import { Can } from '../people/guards.js';
import type { Member } from '../people/member.js';
import { Submissions } from '../people/submissions.js';
import { refused } from '../refusal.js';
import { Identifier } from '../web/identifier.js';
import { page, seeOther, unprocessable } from '../web/responses.js';
import { ContactProperties, one } from './contact-properties.js';
import type { ContactProperty, PropertyKind } from './contact-property.js';
import { ContactTypePage, typesUrl } from './contact-type-page.js';
import { ContactTypes } from './contact-types.js';
import { kindIn, propertyForm, propertyFrom } from './property-form.js';
import type { Typed } from './typed.js';

/** The Contact Properties of one Contact Type. */
@Controller('settings/contact-types/:type/properties')
@Can('manage-settings')
export class ContactPropertiesController {
  constructor(
    private readonly types: ContactTypes,
    private readonly properties: ContactProperties,
    private readonly pages: ContactTypePage,
    private readonly submissions: Submissions,
  ) {}

  @Get('new')
  async new(@Param('type', Identifier) typeId: number, @CurrentMember() member: Member, @Query('kind') kind?: unknown) {
    const known = kindIn(kind);
    return known ? this.form(typeId, known, null, null, member) : this.type(typeId, member);
  }

  @Post()
  async create(@Param('type', Identifier) typeId: number, @CurrentMember() member: Member, @Body() typed: Typed = {}) {
    const kind = kindIn(typed['kind']);
    if (!kind) return unprocessable(await this.type(typeId, member), { form: 'Choose what kind of field it is.' });
    try {
      const add = () => this.properties.add(typeId, kind, propertyFrom(typed, kind), member);
      return seeOther(await this.submissions.once(typed, member, add, () => `${typesUrl}/${typeId}`));
    } catch (error) {
      const problems = refused(error);
      return unprocessable(await this.form(typeId, kind, null, typed, member), problems);
    }
  }

  @Get(':id')
  async edit(
    @Param('type', Identifier) typeId: number,
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
  ) {
    const property = await this.find(typeId, id, member);
    return this.form(typeId, property.kind, property, null, member);
  }

  @Post(':id')
  async update(
    @Param('type', Identifier) typeId: number,
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body() typed: Typed = {},
  ) {
    try {
      await this.properties.change(typeId, id, member, (property, others) =>
        property.describe(propertyFrom(typed, property.kind, property), others),
      );
      return seeOther(`${typesUrl}/${typeId}`);
    } catch (error) {
      const problems = refused(error);
      const property = await this.find(typeId, id, member);
      return unprocessable(await this.form(typeId, property.kind, property, typed, member), problems);
    }
  }

  @Post(':id/position')
  async move(
    @Param('type', Identifier) typeId: number,
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
    @Body('to') to?: unknown,
  ) {
    await this.find(typeId, id, member);
    await this.properties.move(typeId, id, to, member);
    return seeOther(`${typesUrl}/${typeId}#properties`);
  }

  @Post(':id/archival')
  async archive(
    @Param('type', Identifier) typeId: number,
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
  ) {
    await this.properties.change(typeId, id, member, (property, _, now) => property.archive(now));
    return seeOther(`${typesUrl}/${typeId}#archived`);
  }

  @Delete(':id/archival')
  async restore(
    @Param('type', Identifier) typeId: number,
    @Param('id', Identifier) id: number,
    @CurrentMember() member: Member,
  ) {
    try {
      await this.properties.change(typeId, id, member, (property, others) => property.restore(others));
      return seeOther(`${typesUrl}/${typeId}#properties`);
    } catch (error) {
      const { name = '', ...problems } = refused(error);
      const sentence = name && `${name} Rename that one first.`;
      return unprocessable(await this.type(typeId, member), { ...problems, ...(name && { form: sentence }) });
    }
  }

  private async find(typeId: number, id: number, member: Member) {
    return one(id, await this.properties.of(typeId, member));
  }

  private async type(typeId: number, member: Member) {
    return this.pages.show(await this.types.find(typeId, member), member);
  }

  private async form(
    typeId: number,
    kind: PropertyKind,
    property: ContactProperty | null,
    typed: Typed | null,
    member: Member,
  ) {
    const type = await this.types.find(typeId, member);
    const around = { typeUrl: `${typesUrl}/${typeId}`, tables: await this.properties.tables(member) };
    return page('contact-types/property', { typeName: type.name, form: propertyForm(kind, property, typed, around) });
  }
}
