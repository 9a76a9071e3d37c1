import { Refusal } from '../refusal.js';

/** Somebody else changed a Routing Table after the form was made with which one wants to change it. */
export class TableChanged extends Refusal {
  constructor(by: string) {
    super(`${by} changed this table a moment ago, so your change is not saved yet. You see the table as it is now.`);
  }
}
