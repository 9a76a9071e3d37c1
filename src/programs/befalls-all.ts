import { isContention } from '../database/duplicate.js';
import { isUnreachable } from '../web/problems.js';

/** Whether a failure would befall whatever comes next as well, because the fault is the database's and not that of one row. */
export const befallsAll = (error: unknown): boolean => isContention(error) || isUnreachable(error);
