import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** A User Relationship of a Contact Type that employs a Routing Table. */
export interface Employment {
  relationship: string;
  contactType: string;
  isArchived: boolean;
}

interface Row {
  table_id: number;
  relationship: string;
  contact_type: string;
  archived_at: string | Date | null;
}

/** Which User Relationships employ which Routing Tables. */
@Injectable()
export class Employments {
  constructor(private readonly database: Database) {}

  /** By the id of the table. */
  async of(programId: number): Promise<Map<number, Employment[]>> {
    const rows = await this.database.query<Row>(
      `SELECT property.routing_table_id AS table_id, property.name AS relationship, type.name AS contact_type,
         property.archived_at
       FROM contact_properties property JOIN contact_types type ON type.id = property.contact_type_id
       WHERE property.program_id = ? AND property.kind = 'user-relationship' AND property.routing_table_id IS NOT NULL
       ORDER BY type.position, type.id, property.position, property.id`,
      [programId],
    );
    const groups = Map.groupBy(rows, ({ table_id }) => table_id);
    return new Map([...groups].map(([tableId, group]) => [tableId, group.map(employmentOf)]));
  }
}

const employmentOf = (row: Row): Employment => ({
  relationship: row.relationship,
  contactType: row.contact_type,
  isArchived: row.archived_at !== null,
});

/** "Recruiter of Applicant" */
export const inWords = ({ relationship, contactType, isArchived }: Employment) =>
  `${relationship} of ${contactType}${isArchived ? ' (archived)' : ''}`;
