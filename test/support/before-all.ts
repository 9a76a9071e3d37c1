// CommonJS packages of Nest require() its ESM core; under Jest that only works once the core is already evaluated.
import 'reflect-metadata';

await import('@nestjs/common');
await import('@nestjs/core');
