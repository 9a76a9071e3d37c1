import { Injectable } from '@nestjs/common';
import { AutoAssignment } from '../conversations/auto-assignment.js';

/** Auto-assignment by Routing Tables and User Relationships. */
@Injectable()
export class RoutedAssignment extends AutoAssignment {
  override async follow() {}
}
