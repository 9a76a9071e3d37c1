import { describe, expect, it } from '@jest/globals';
import { ContactProperty, type PropertyKind } from '../../src/contacts/contact-property.js';
import { guessed, looksLikeHeader, targetsOf } from '../../src/imports/targets.js';

const property = (id: number, name: string, kind: PropertyKind) =>
  Object.assign(new ContactProperty(), { id, name, kind });
const targets = targetsOf('Applicant', [
  property(1, 'Entry term', 'choice'),
  property(2, 'Home address', 'address'),
  property(3, 'Recruiter', 'user-relationship'),
  property(4, 'High school', 'text'),
]);
const guess = (...headers: string[]) =>
  guessed(
    headers,
    headers.map(() => []),
    targets,
  );

describe('Columns are guessed', () => {
  it('by the names that other programs give them', () => {
    expect(guess('First', 'Last', 'Preferred', 'Email Address', 'Cell Phone', 'Ref')).toEqual([
      'first-name',
      'last-name',
      '',
      'email',
      'phone:Mobile',
      'external-id',
    ]);
    expect(guess('FirstName', 'LastName', 'E-mail', 'MobilePhone', 'HomePhone', 'Salesforce ID', 'Time Zone')).toEqual([
      'first-name',
      'last-name',
      'email',
      'phone:Mobile',
      'phone:Home',
      'external-id',
      'time-zone',
    ]);
  });

  it('by the names of the office’s own fields, and what is like them', () => {
    expect(guess('entry_term', 'State/Region', 'Postal Code', 'Record Owner', 'School Name', 'Shoe size')).toEqual([
      'p1',
      'p2.state',
      'p2.zip',
      'p3',
      'p4',
      '',
    ]);
    expect(guess('Home address: City')).toEqual(['p2.city']);
  });

  it('as they are called in what Parley itself exports, whose own ids mean nothing to it', () => {
    expect(guess('Parley ID', 'External ID', 'First Name', 'E-mail', 'Phone', 'Phone 5', 'Entry term')).toEqual([
      '',
      'external-id',
      'first-name',
      'email',
      'phone:Mobile',
      'phone:Other',
      'p1',
    ]);
  });

  it('each only once, but for numbers', () => {
    expect(guess('Email', 'Email Address', 'Mobile', 'Cell')).toEqual(['email', '', 'phone:Mobile', 'phone:Mobile']);
  });

  it('by what stands in them where the file names nothing', () => {
    const samples = [
      ['Maya', 'Leo'],
      ['maya@n.example', 'leo@n.example'],
      ['(617) 555-0111', '+44 20 7946 0018'],
      ['12', '13'],
    ];
    expect(guessed(['', '', '', ''], samples, targets)).toEqual(['', 'email', 'phone:Mobile', '']);
  });
});

it('A first line that has an address, a number or a date in it names no columns', () => {
  expect(looksLikeHeader(['First', 'Email', 'Phone 1', ''])).toBe(true);
  for (const cell of ['maya@n.example', '(617) 555-0111', '2027-08-31', '12,345'])
    expect(looksLikeHeader(['Maya', cell])).toBe(false);
});
