import { Injectable, type OnModuleInit, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Can } from './guards.js';
import type { Member } from './member.js';
import type { Permission } from './permissions.js';

interface Page {
  /** Its address, segment by segment. */
  address: string[];
  /** Any of these opens it; null where everybody may. */
  permissions: Permission[] | null;
}

/** Which addresses are pages, and whose: some only take forms, and not every page is for everybody. */
@Injectable()
export class Pages implements OnModuleInit {
  private pages: Page[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit() {
    this.pages = this.discovery.getControllers().flatMap(({ metatype }) => this.of(metatype as Type));
  }

  /** Whether there is a page at this path that somebody may open. Whether its thing is still there, only the page knows. */
  has(path: string, member: Member | undefined): boolean {
    const said = segmentsOf(path);
    const isOpen = ({ permissions }: Page) => !permissions || permissions.some((each) => member?.can(each));
    return this.pages.some((page) => isAt(page.address, said) && isOpen(page));
  }

  private of(controller: Type): Page[] {
    const handlers = this.scanner
      .getAllMethodNames(controller.prototype as object)
      .map((name) => (controller.prototype as Record<string, Type>)[name]!)
      .filter((handler) => Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.GET);
    return handlers.map((handler) => {
      const asked = this.reflector.getAllAndOverride(Can, [handler, controller]);
      const path = [controller, handler].map((part) => String(Reflect.getMetadata(PATH_METADATA, part)));
      return { address: segmentsOf(path.join('/')), permissions: asked ? [asked].flat() : null };
    });
  }
}

const segmentsOf = (path: string) => path.split('/').filter(Boolean);

// What stands for a thing is its number: a word in its place is another address, or none.
const isAt = (address: string[], said: string[]) =>
  address.length === said.length &&
  address.every((segment, place) => (segment.startsWith(':') ? /^\d+$/.test(said[place]!) : segment === said[place]));
