import {
  BadRequestException,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  PayloadTooLargeException,
  UnprocessableEntityException,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';

const megabyte = 1024 * 1024;
const limits = { fileSize: megabyte, fieldSize: megabyte, files: 1, fields: 20 };

/** A form with one file in it, or its text, of at most a megabyte. */
@Injectable()
export class OneFile extends FileInterceptor('file', { limits }) {
  override async intercept(context: ExecutionContext, next: CallHandler) {
    try {
      return await super.intercept(context, next);
    } catch (error) {
      if (!(error instanceof BadRequestException)) throw error;
      throw /too long/i.test(error.message) ? new PayloadTooLargeException() : new UnprocessableEntityException();
    }
  }
}
