import { Module } from '@nestjs/common';
import { CarryingOut } from './carrying-out.js';
import { ContactEdits } from './contact-edits.js';
import { ContactEditsController } from './contact-edits.controller.js';
import { EditedContacts } from './edited-contacts.js';
import { EditForms } from './edit-forms.js';
import { EditPages } from './edit-pages.js';
import { EditRounds } from './edit-rounds.js';
import { EditsList } from './edits-list.js';
import { AbandonedEdits, OldEdits } from './old-edits.js';

@Module({
  controllers: [ContactEditsController],
  providers: [
    ContactEdits,
    EditForms,
    EditPages,
    EditsList,
    EditedContacts,
    CarryingOut,
    EditRounds,
    OldEdits,
    AbandonedEdits,
  ],
})
export class EditingModule {}
