import { Global, Module } from '@nestjs/common';
import { AutoAssignment } from '../conversations/auto-assignment.js';
import { RoutedAssignment } from './routed-assignment.js';

@Global()
@Module({
  controllers: [],
  providers: [RoutedAssignment, { provide: AutoAssignment, useExisting: RoutedAssignment }],
  exports: [AutoAssignment],
})
export class RoutingModule {}
