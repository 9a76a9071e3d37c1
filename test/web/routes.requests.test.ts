import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Fetching } from '../../src/attachments/fetching.js';
import { DuplicateSearch } from '../../src/merging/duplicate-search.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';
import { upload } from '../support/uploads.js';

const people = ['avery', 'jordan', 'dana', 'sam', 'riley', 'olive', 'stranger'] as const;
type Person = (typeof people)[number];

interface Expected {
  fields?: Record<string, string>;
  query?: string;
  /** The answer to each of `people`, in their order. */
  statuses: number[];
}

// avery: Administrator. jordan: Lead. dana: Counselor, whose conversation it is. sam: Counselor, whose it is not.
// riley: Viewer. olive: Administrator of another program. Then somebody who is not signed in.
const table: Record<string, Expected> = {
  'GET /conversations': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /conversations/count': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /conversations/:id': { statuses: [200, 200, 200, 404, 200, 404, 303] },
  'POST /conversations/:id/reading': { statuses: [204, 204, 204, 404, 204, 404, 303] },
  'POST /conversations/:id/draft': { fields: { body: 'so far' }, statuses: [204, 204, 204, 404, 403, 404, 303] },
  'POST /conversations/:id/messages': { fields: { body: 'Hello' }, statuses: [303, 303, 303, 404, 403, 404, 303] },
  'GET /conversations/:id/templates': { statuses: [200, 200, 200, 404, 403, 404, 303] },
  'POST /conversations/:id/templates': { fields: { body: 'Hi' }, statuses: [303, 303, 303, 404, 403, 404, 303] },
  'POST /conversations/:id/notes': {
    fields: { body: 'Mind her school' },
    statuses: [303, 303, 303, 404, 403, 404, 303],
  },
  'POST /conversations/:id/assignment': { fields: { assignee: '' }, statuses: [303, 303, 303, 404, 403, 404, 303] },
  'POST /conversations/:id/resolution': { statuses: [303, 303, 303, 404, 403, 404, 303] },
  'DELETE /conversations/:id/resolution': { statuses: [303, 303, 303, 404, 403, 404, 303] },
  'POST /conversations/:id/contact': { fields: { contact: '0' }, statuses: [404, 404, 404, 404, 403, 404, 303] },
  'GET /conversations/:id/watchers': { statuses: [200, 200, 200, 404, 200, 404, 303] },
  'POST /conversations/:id/presence': { statuses: [204, 204, 204, 404, 204, 404, 303] },
  'POST /conversations/bulk': {
    fields: { action: 'resolve', ids: ':id' },
    statuses: [303, 303, 303, 422, 403, 422, 303],
  },
  'GET /conversations/bulk/:job': { statuses: [200, 404, 404, 404, 403, 404, 303] },
  'POST /messages/:message/resend': { statuses: [303, 303, 303, 404, 403, 404, 303] },
  'POST /saved-views': { fields: { name: 'Mine', query: '' }, statuses: [303, 303, 303, 303, 303, 303, 303] },
  'DELETE /saved-views/:id': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'POST /contacts/views': { fields: { name: 'Mine', query: 'q=a' }, statuses: [303, 303, 303, 303, 303, 303, 303] },
  'DELETE /contacts/views/:id': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'GET /contacts/export.csv': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'GET /contacts': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /contacts/new': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'POST /contacts': { fields: { firstName: '' }, statuses: [422, 422, 403, 403, 403, 422, 303] },
  'GET /contacts/:contact': { statuses: [200, 200, 200, 200, 200, 404, 303] },
  'GET /contacts/:contact/edit': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /contacts/:contact': { fields: { firstName: '' }, statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/conversations': { statuses: [200, 200, 200, 200, 200, 404, 303] },
  'GET /contacts/:contact/messages': { statuses: [200, 200, 200, 200, 200, 404, 303] },
  'GET /contacts/:contact/history': { statuses: [200, 200, 200, 200, 200, 404, 303] },
  'GET /contacts/:contact/consent': { statuses: [200, 200, 200, 200, 200, 404, 303] },
  'POST /contacts/:contact/consent': { statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/consent.csv': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'GET /consent/wishes': { statuses: [200, 200, 200, 200, 403, 200, 303] },
  'DELETE /conversations/:id/wish': { statuses: [303, 303, 303, 404, 403, 404, 303] },
  'POST /conversations/:id/opt-out': {
    fields: { reason: 'x'.repeat(501) },
    statuses: [422, 422, 422, 404, 403, 404, 303],
  },
  'DELETE /conversations/:id/opt-out': { statuses: [422, 422, 403, 403, 403, 404, 303] },
  'POST /settings/conversations/keywords': { fields: { help: 'stop' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'GET /settings/consent': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'GET /settings/consent/ledger.csv': { statuses: [422, 403, 403, 403, 403, 422, 303] },
  'GET /contacts/duplicates': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'POST /contacts/duplicates/:pair/dismissal': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  'DELETE /contacts/duplicates/:pair/dismissal': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/merge': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/merge/:leo': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  // Not as they were when the form was made.
  'POST /contacts/:contact/merge/:leo': { fields: { seen: '1-1' }, statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/merges/:merge': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  // The first time it is undone; after that, the same form leads to the contact that is back.
  'DELETE /contacts/:contact/merges/:merge': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  'GET /contacts/count': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /contacts/edits': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'GET /contacts/edits/new': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  // Nobody is selected.
  'POST /contacts/edits': { statuses: [422, 422, 403, 403, 403, 422, 303] },
  'GET /contacts/edits/:edit': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /contacts/edits/:edit/cancellation': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  // It was stopped before it began.
  'POST /contacts/edits/:edit/run': { statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /contacts/imports': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  // Without a file.
  'POST /contacts/imports': { statuses: [422, 422, 403, 403, 403, 422, 303] },
  'GET /contacts/imports/:import': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'GET /contacts/imports/:import/mapping': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /contacts/imports/:import/mapping': {
    fields: { contactTypeId: '0' },
    statuses: [422, 422, 403, 403, 403, 404, 303],
  },
  // It was not tried yet; then the first to discard it does.
  'POST /contacts/imports/:import/run': { statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /contacts/imports/:import/refused.csv': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /contacts/imports/:import/cancellation': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/privacy': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /contacts/:contact/hold': { fields: { reason: '' }, statuses: [422, 422, 403, 403, 403, 404, 303] },
  'DELETE /contacts/:contact/hold': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/export': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/export.json': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/erasure': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /contacts/:contact/erasure': { fields: { confirmation: '' }, statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /quick-messages': { statuses: [200, 200, 200, 200, 403, 200, 303] },
  'GET /quick-messages/new': { statuses: [200, 200, 200, 200, 403, 200, 303] },
  'POST /quick-messages': { fields: { body: '' }, statuses: [422, 422, 422, 422, 403, 422, 303] },
  'POST /quick-messages/preview': { statuses: [200, 200, 200, 200, 403, 200, 303] },
  // Dana's, and over.
  'GET /quick-messages/:quick': { statuses: [200, 200, 200, 404, 403, 404, 303] },
  'GET /quick-messages/:quick/recipients.csv': { statuses: [200, 200, 200, 404, 403, 404, 303] },
  // That number is a Quick Message's.
  'GET /campaigns/:quick/recipients.csv': { statuses: [404, 404, 403, 403, 403, 404, 303] },
  'POST /quick-messages/:quick/pause': { statuses: [422, 422, 422, 404, 403, 404, 303] },
  'POST /quick-messages/:quick/resume': { statuses: [422, 422, 422, 404, 403, 404, 303] },
  'POST /quick-messages/:quick/cancel': { statuses: [303, 303, 303, 404, 403, 404, 303] },
  'GET /campaigns': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'GET /campaigns/new': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'POST /campaigns': { fields: { name: '' }, statuses: [422, 422, 403, 403, 403, 422, 303] },
  'GET /campaigns/:draft': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /campaigns/:draft': { fields: { name: '' }, statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /campaigns/:draft/review': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /campaigns/:draft/review': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  // Not the version that was reviewed.
  'POST /campaigns/:draft/send': { statuses: [422, 422, 403, 403, 403, 404, 303] },
  'POST /campaigns/:draft/test': { fields: { number: '' }, statuses: [422, 422, 403, 403, 403, 404, 303] },
  'POST /campaigns/:draft/duplicate': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  // It is over.
  'DELETE /campaigns/:over': { statuses: [422, 422, 403, 403, 403, 404, 303] },
  'POST /campaigns/:over/pause': { statuses: [422, 422, 403, 403, 403, 404, 303] },
  'POST /campaigns/:over/resume': { statuses: [422, 422, 403, 403, 403, 404, 303] },
  'POST /campaigns/:over/cancel': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  'POST /campaigns/:over/unschedule': { statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /unknown-senders': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'GET /unknown-senders/spam': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'GET /unknown-senders/blocked': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  // Nobody is chosen.
  'POST /unknown-senders/spam': { statuses: [422, 422, 403, 403, 403, 422, 303] },
  'DELETE /unknown-senders/spam': { statuses: [422, 422, 403, 403, 403, 422, 303] },
  'GET /unknown-senders/:sender/block': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /unknown-senders/:sender/block': {
    fields: { reason: 'x'.repeat(201) },
    statuses: [422, 422, 403, 403, 403, 404, 303],
  },
  // It is not blocked.
  'DELETE /unknown-senders/:sender/block': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  'POST /unknown-senders/:sender/opt-out': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  'DELETE /unknown-senders/:sender/wish': { statuses: [303, 303, 403, 403, 403, 404, 303] },
  'GET /attachments/:attachment': { statuses: [200, 200, 200, 404, 200, 404, 303] },
  'POST /attachments/:attachment/fetching': { statuses: [303, 303, 303, 404, 403, 404, 303] },
  // For whoever has the address; nobody can make one up.
  'GET /media/:token': { statuses: [404, 404, 404, 404, 404, 404, 404] },
  'GET /unknown-senders/:sender/link': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /unknown-senders/:sender/link': { fields: { contact: '0' }, statuses: [404, 404, 403, 403, 403, 404, 303] },
  'GET /unknown-senders/:sender/contact': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /unknown-senders/:sender/contact': { fields: { firstName: '' }, statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /settings/users': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'GET /settings/users/invitations/new': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/users/invitations': { fields: { email: '' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  // The first time it is replaced by a new one, and there is nothing to take back any more.
  'POST /settings/users/invitations/:invitation/again': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  'DELETE /settings/users/invitations/:invitation': { statuses: [422, 403, 403, 403, 403, 404, 303] },
  'GET /settings/users/:user': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/users/:user': { fields: { role: '0' }, statuses: [422, 403, 403, 403, 403, 404, 303] },
  'POST /settings/users/:user/absence': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  'GET /settings/users/:user/deactivation': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/users/:user/deactivation': { fields: { heir: '' }, statuses: [422, 403, 403, 403, 403, 404, 303] },
  'DELETE /settings/users/:user/deactivation': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  'GET /settings/roles': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'GET /settings/roles/new': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/roles': { fields: { name: '' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'GET /settings/roles/:role': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/roles/:role': { fields: { name: '' }, statuses: [422, 403, 403, 403, 403, 404, 303] },
  'DELETE /settings/roles/:role': { statuses: [422, 403, 403, 403, 403, 404, 303] },
  'GET /settings/general': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/general': { fields: { name: '' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'GET /settings/audit': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'GET /settings/privacy': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/privacy': { fields: { contactMonths: '1' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'POST /settings/privacy/pause': { fields: { reason: '' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'DELETE /settings/privacy/pause': { statuses: [303, 403, 403, 403, 403, 303, 303] },
  'GET /settings/numbers': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'GET /settings/numbers/new': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/numbers': { fields: { number: '' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'GET /settings/numbers/:number': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/numbers/:number': { fields: { label: '' }, statuses: [422, 403, 403, 403, 403, 404, 303] },
  'POST /settings/numbers/:number/default': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  'DELETE /settings/numbers/:number': { statuses: [422, 403, 403, 403, 403, 404, 303] },
  'GET /settings/contact-types': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/contact-types': { fields: { name: '' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'GET /settings/contact-types/:type': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/contact-types/:type': { fields: { name: '' }, statuses: [422, 403, 403, 403, 403, 404, 303] },
  'DELETE /settings/contact-types/:type': { statuses: [422, 403, 403, 403, 403, 404, 303] },
  'POST /settings/contact-types/:type/copy': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  'POST /settings/contact-types/:type/position': {
    fields: { to: 'down' },
    statuses: [303, 403, 403, 403, 403, 404, 303],
  },
  'GET /settings/contact-types/:type/properties/new': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/contact-types/:type/properties': {
    fields: { kind: 'text', name: '' },
    statuses: [422, 403, 403, 403, 403, 404, 303],
  },
  'GET /settings/contact-types/:type/properties/:property': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/contact-types/:type/properties/:property': {
    fields: { name: '' },
    statuses: [422, 403, 403, 403, 403, 404, 303],
  },
  'POST /settings/contact-types/:type/properties/:property/position': {
    fields: { to: 'down' },
    statuses: [303, 403, 403, 403, 403, 404, 303],
  },
  'POST /settings/contact-types/:type/properties/:property/archival': {
    statuses: [303, 403, 403, 403, 403, 404, 303],
  },
  'DELETE /settings/contact-types/:type/properties/:property/archival': {
    statuses: [303, 403, 403, 403, 403, 404, 303],
  },
  'GET /settings/routing-tables': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/routing-tables': { fields: { name: '' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'GET /settings/routing-tables/:table': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  // A form that was made from an older version changes nothing.
  'POST /settings/routing-tables/:table': { fields: { name: 'New' }, statuses: [422, 403, 403, 403, 403, 404, 303] },
  'DELETE /settings/routing-tables/:table': { statuses: [422, 403, 403, 403, 403, 404, 303] },
  'GET /settings/routing-tables/:table/delete': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/routing-tables/:table/copy': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  'GET /settings/routing-tables/:table/rows/new': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/routing-tables/:table/rows': { statuses: [422, 403, 403, 403, 403, 404, 303] },
  'GET /settings/routing-tables/:table/rows/:row/edit': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/routing-tables/:table/rows/:row': { statuses: [422, 403, 403, 403, 403, 404, 303] },
  'DELETE /settings/routing-tables/:table/rows/:row': { statuses: [422, 403, 403, 403, 403, 404, 303] },
  'POST /settings/routing-tables/:table/rows/:row/copy': { statuses: [422, 403, 403, 403, 403, 404, 303] },
  'POST /settings/routing-tables/:table/rows/:row/position': {
    fields: { to: 'up' },
    statuses: [422, 403, 403, 403, 403, 404, 303],
  },
  'GET /settings/routing-tables/:table/csv': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'GET /settings/routing-tables/:table/upload': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/routing-tables/:table/upload': { fields: { csv: '' }, statuses: [422, 403, 403, 403, 403, 404, 303] },
  'GET /settings/routing-tables/:table/trial': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'GET /settings/routing-tables/:table/forecast': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/routing-tables/:table/forecast': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  'GET /reports': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'GET /reports/days.csv': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'GET /reports/people.csv': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'GET /settings': { statuses: [303, 403, 403, 403, 403, 303, 303] },
  'GET /settings/conversations': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/conversations': { fields: { limit: '' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'POST /settings/conversations/assignment': { statuses: [303, 403, 403, 403, 403, 303, 303] },
  'GET /settings/templates': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'GET /settings/templates/new': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/templates': { fields: { name: '' }, statuses: [422, 403, 403, 403, 403, 422, 303] },
  'POST /settings/templates/preview': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'GET /settings/templates/:shared': { statuses: [200, 403, 403, 403, 403, 404, 303] },
  'POST /settings/templates/:shared': { fields: { name: '' }, statuses: [422, 403, 403, 403, 403, 404, 303] },
  'POST /settings/templates/:shared/copy': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  // The first to delete it finds it.
  'DELETE /settings/templates/:shared': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  'GET /account/templates': { statuses: [200, 200, 200, 200, 403, 200, 303] },
  'GET /account/templates/new': { statuses: [200, 200, 200, 200, 403, 200, 303] },
  'POST /account/templates': { fields: { name: '' }, statuses: [422, 422, 422, 422, 403, 422, 303] },
  'POST /account/templates/preview': { statuses: [200, 200, 200, 200, 403, 200, 303] },
  // Dana's own.
  'GET /account/templates/:own': { statuses: [404, 404, 200, 404, 403, 404, 303] },
  'POST /account/templates/:own': { fields: { name: '' }, statuses: [404, 404, 422, 404, 403, 404, 303] },
  'POST /account/templates/:own/copy': { statuses: [404, 404, 303, 404, 403, 404, 303] },
  'DELETE /account/templates/:own': { statuses: [404, 404, 303, 404, 403, 404, 303] },
  'GET /settings/deliveries': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  // A text to a number of no program is nobody's yet: whoever manages settings may look after it.
  'POST /settings/deliveries/:misfit/retry': { statuses: [303, 403, 403, 403, 403, 303, 303] },
  'GET /settings/mail': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  'POST /settings/mail/:mail/again': { statuses: [303, 403, 403, 403, 403, 404, 303] },
  'GET /account': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'POST /account': { fields: { name: '' }, statuses: [422, 422, 422, 422, 422, 422, 303] },
  'POST /account/password': { statuses: [422, 422, 422, 422, 422, 422, 303] },
  'POST /account/absence': { fields: { away: '1' }, statuses: [303, 303, 303, 303, 303, 303, 303] },
  'DELETE /account/absence': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'GET /forgotten': { statuses: [200, 200, 200, 200, 200, 200, 200] },
  'POST /forgotten': { fields: { email: '' }, statuses: [422, 422, 422, 422, 422, 422, 422] },
  'GET /passwords/:token': { statuses: [404, 404, 404, 404, 404, 404, 404] },
  'POST /passwords/:token': { statuses: [404, 404, 404, 404, 404, 404, 404] },
  'GET /invitations/:token': { statuses: [404, 404, 404, 404, 404, 404, 404] },
  'POST /invitations/:token': { statuses: [404, 404, 404, 404, 404, 404, 404] },
  'GET /phones': { statuses: [200, 200, 403, 403, 200, 200, 303] },
  'GET /phones/open': { query: '?number=6175550111', statuses: [303, 303, 403, 403, 303, 303, 303] },
  'GET /phones/:phone': { statuses: [200, 200, 403, 403, 200, 200, 303] },
  'POST /phones/:phone/texts': { fields: { body: '' }, statuses: [422, 422, 403, 403, 422, 422, 303] },
  'POST /phones/:phone/power': { fields: { off: '' }, statuses: [303, 303, 403, 403, 303, 303, 303] },
  'GET /notifications': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /notifications/in/:program': { statuses: [303, 303, 303, 303, 303, 404, 303] },
  'POST /notifications/reading': { fields: { upTo: '0' }, statuses: [303, 303, 303, 303, 303, 303, 303] },
  'POST /notifications/:notification/reading': { statuses: [404, 404, 303, 404, 404, 404, 303] },
  'GET /account/notifications': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'POST /account/notifications': { fields: { on: 'text.app' }, statuses: [303, 303, 303, 303, 303, 303, 303] },
  // Without saying where.
  'POST /account/notifications/browsers': { statuses: [422, 422, 422, 422, 422, 422, 303] },
  'POST /account/notifications/browsers/renewal': { statuses: [422, 422, 422, 422, 422, 422, 303] },
  // Nothing becomes of one that is not theirs.
  'DELETE /account/notifications/browsers/:id': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'POST /account/notifications/test': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'GET /live': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /live/changes': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /live/counts': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'POST /preferences': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'POST /program': { fields: { program: '0' }, statuses: [303, 303, 303, 303, 303, 303, 303] },
  'GET /': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'GET /login': { statuses: [303, 303, 303, 303, 303, 303, 200] },
  'POST /login': { fields: { email: 'x', password: 'y' }, statuses: [422, 422, 422, 422, 422, 422, 422] },
  'POST /logout': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'POST /webhooks/vonage/inbound': { statuses: [503, 503, 503, 503, 503, 503, 503] },
  'POST /webhooks/vonage/status': { statuses: [503, 503, 503, 503, 503, 503, 503] },
  'GET /healthz': { statuses: [200, 200, 200, 200, 200, 200, 200] },
  'GET /readyz': { statuses: [200, 200, 200, 200, 200, 200, 200] },
  'GET /metrics': { statuses: [200, 200, 200, 200, 200, 200, 200] },
};

let parley: Parley;
let places: Record<string, string>;
const number = '+16175550111';

beforeAll(async () => {
  parley = await Parley.start();
  await parley.text(number, 'Hello');
  await parley.text('+13125550199', 'Who is this?');
  await parley.text(number, 'lost', { to: '19995550100' });
  const id = await parley.conversationWith(number);
  await giveToDana(id);
  const avery = await parley.as('avery');
  const { url: imported } = await upload(avery, 'First,E-mail\nMaya,maya@n.example');
  const [field] = await parley.rows<{ id: number }>(`SELECT MIN(id) AS id FROM contact_properties WHERE kind = 'text'`);
  await avery.post('/contacts/edits', {
    ...{ contacts: parley.cast.leo.id, contactTypeId: parley.cast.leo.contactTypeId },
    ...{ [`do.p${field!.id}`]: 'set', [`p${field!.id}`]: 'Art' },
  });
  await avery.post(`/conversations/${id}/messages`, { body: 'It failed' });
  await parley.flush();
  const job = (
    await avery.post('/conversations/bulk', {
      action: 'assign',
      assignee: String(parley.cast.dana.id),
      ids: String(id),
    })
  ).location;
  await parley.text(number, 'It is yours now');
  const image = { url: 'https://phones.invalid/campus.png' };
  await parley.text(number, '', { message_type: 'image', image, text: undefined });
  const isFetched = async () => (await parley.rows("SELECT id FROM attachments WHERE state = 'stored'")).length > 0;
  while (!(await isFetched())) await parley.app.get(Fetching).round();
  await avery.post('/settings/users/invitations', { email: 'new@n.example', role: '4' });
  const routing = (await avery.post('/settings/routing-tables', { name: 'Territory' })).location!;
  await avery.post(`${routing}/rows`, { version: 1, isOtherwise: '1', users: parley.cast.dana.id });
  const twin = { firstName: 'Maya', lastName: 'Lindqvist', contactTypeId: String(parley.cast.maya.contactTypeId) };
  const [merged, alike] = [
    (await avery.post('/contacts', twin)).location!.split('/').at(-1)!,
    (await avery.post('/contacts', twin)).location!.split('/').at(-1)!,
  ];
  await avery.post(`/contacts/${parley.cast.maya.id}/merge/${merged}`);
  await parley.app.get(DuplicateSearch).look([Number(alike)], parley.cast.program.id);
  const template = { name: 'Hello', body: 'Hello {{First Name}}' };
  await avery.post('/settings/templates', template);
  await (await parley.as('dana')).post('/account/templates', template);
  const quick = (
    await (await parley.as('dana')).post('/quick-messages', { contacts: String(parley.cast.leo.id), body: 'Hi' })
  ).location!;
  await (await parley.as('dana')).post(`${quick}/cancel`);
  const [campaign, over] = await Promise.all(['Draft', 'Over'].map((name) => campaignOf(avery, name)));
  await avery.post(`${over}/send`, { version: 1 });
  await avery.post(`${over}/cancel`);
  const one = async (sql: string) => (await parley.rows<{ id: number }>(sql))[0]!.id;
  places = {
    ':id': String(id),
    ':job': job!.split('/').at(-1)!,
    ':message': String(await one("SELECT MIN(id) AS id FROM messages WHERE body = 'It failed'")),
    ':contact': String(parley.cast.maya.id),
    ':leo': String(parley.cast.leo.id),
    ':edit': String(await one('SELECT MAX(id) AS id FROM contact_edits')),
    ':merge': String(await one('SELECT MAX(id) AS id FROM contact_merges')),
    ':pair': String(await one('SELECT MAX(id) AS id FROM duplicate_pairs')),
    ':sender': String(await parley.conversationWith('+13125550199')),
    ':attachment': String(await one('SELECT MAX(id) AS id FROM attachments')),
    ':misfit': String(await one("SELECT MAX(id) AS id FROM webhooks WHERE state = 'misfit'")),
    ':program': String(parley.cast.program.id),
    ':notification': String(await one(`SELECT MAX(id) AS id FROM notifications WHERE kind = 'text'`)),
    ':shared': String(await one('SELECT MIN(id) AS id FROM templates WHERE user_id IS NULL')),
    ':own': String(await one('SELECT MIN(id) AS id FROM templates WHERE user_id IS NOT NULL')),
    ':quick': quick.split('/').at(-1)!,
    ':import': imported.split('/').at(-1)!,
    ':draft': campaign!.split('/').at(-1)!,
    ':over': over!.split('/').at(-1)!,
    ':phone': number.slice(1),
    ':mail': String(await one('SELECT MIN(id) AS id FROM mails')),
    ':token': 'of-nobody',
    ':number': String(await one('SELECT id FROM program_numbers ORDER BY id LIMIT 1')),
    ':table': routing.split('/').at(-1)!,
    ':row': String(await one('SELECT MAX(id) AS id FROM routing_rows')),
    ':type': String(parley.cast.maya.contactTypeId),
    ':property': String(await one('SELECT MIN(id) AS id FROM contact_properties')),
    ':user': String(parley.cast.dana.id),
    ':role': String(
      await one(`SELECT role_id AS id FROM memberships WHERE user_id = ${parley.cast.dana.id} ORDER BY id LIMIT 1`),
    ),
    ':invitation': String(await one('SELECT MAX(id) AS id FROM invitations')),
  };
});
afterAll(() => parley?.close());

test('every route is in the table, and the table has no route that is gone', () => {
  const router = parley.app.getHttpAdapter().getInstance().router as {
    stack: { route?: { path: string; methods: Record<string, boolean> } }[];
  };
  const routes = router.stack.flatMap(({ route }) =>
    route && !route.path.includes('*')
      ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
      : [],
  );
  const shape = (route: string) => route.replace(/:\w+/g, ':');
  expect(new Set(routes.map(shape))).toEqual(new Set(Object.keys(table).map(shape)));
});

test.each(Object.entries(table))(
  '%s answers each as they may',
  async (route, { fields = {}, query = '', statuses }) => {
    const [method, pattern] = route.split(' ') as [string, string];
    const path = pattern.replace(/:\w+/g, (name) => places[name]!) + query;
    const answers: Record<string, number> = {};
    for (const person of people) {
      await restore();
      answers[person] = await ask(person, method, path, fields);
    }
    expect(answers).toEqual(Object.fromEntries(people.map((person, place) => [person, statuses[place]])));
  },
);

async function ask(person: Person, method: string, path: string, fields: Record<string, string>): Promise<number> {
  const isFatal = path === '/logout' || path === '/login';
  const client =
    person === 'stranger' ? parley.stranger() : isFatal ? await parley.again(person) : await parley.as(person);
  if (path === '/live') return status(client.base + path, client.cookies);
  const said = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, places[value] ?? value]));
  const answer =
    method === 'GET'
      ? await client.get(path)
      : method === 'DELETE'
        ? await client.delete(path)
        : await client.post(path, said);
  if (person === 'stranger' && answer.status === 303 && path !== '/logout') expect(answer.location).toMatch(/^\/login/);
  return answer.status;
}

async function status(url: string, cookie: string): Promise<number> {
  const stream = new AbortController();
  const response = await fetch(url, { headers: { Cookie: cookie }, redirect: 'manual', signal: stream.signal });
  stream.abort();
  return response.status;
}

async function campaignOf(client: Client, name: string): Promise<string> {
  const [number] = await parley.rows<{ id: number }>(`SELECT id FROM program_numbers WHERE number = '+12025550100'`);
  const contacts = String(parley.cast.leo.id);
  const text = { 'steps.0.body': 'Hi', when: 'now', failureLimit: '5', optOutLimit: '5' };
  const form = { ...text, name, contacts, programNumberId: number!.id };
  return (await client.post('/campaigns', form)).location!.replace('?saved=1', '');
}

async function restore() {
  await giveToDana(Number(places[':id']));
  await parley.write("UPDATE messages SET status = 'failed' WHERE id = ?", [Number(places[':message'])]);
}

function giveToDana(id: number) {
  return parley.write("UPDATE conversations SET status = 'open', assignee_id = ? WHERE id = ?", [
    parley.cast.dana.id,
    id,
  ]);
}
