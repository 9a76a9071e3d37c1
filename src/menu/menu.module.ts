import { Global, Module } from '@nestjs/common';
import { FRAME } from '../web/frame.js';
import { Menu } from './menu.js';

@Global()
@Module({
  providers: [Menu, { provide: FRAME, useExisting: Menu }],
  exports: [Menu, FRAME],
})
export class MenuModule {}
