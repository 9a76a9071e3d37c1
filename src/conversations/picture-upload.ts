import { type CallHandler, type ExecutionContext, Injectable, PayloadTooLargeException } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { Refusal } from '../refusal.js';
import { pictureIn } from '../web/picture.js';
import { Attachment, fileName } from './attachment.js';

/** The most that the provider takes. */
const mostOfPicture = 2_000_000;

const limits = { fileSize: mostOfPicture, fieldSize: 256 * 1024, files: 1, fields: 20 };
const tooLarge = 'That picture is larger than 2 MB, which is the most that goes through. Choose a smaller one.';
const types = ['image/png', 'image/jpeg', 'image/gif'];

/** A file as it came with a form; `false` in place of one that was too large to be read. */
export type Uploaded = { buffer: Buffer; originalname: string } | false | undefined;

/** A form that may have a picture in it. Of one that is too large the rest of the form is kept, for people to try again. */
@Injectable()
export class OnePicture extends FileInterceptor('picture', { limits }) {
  override async intercept(context: ExecutionContext, next: CallHandler) {
    try {
      return await super.intercept(context, next);
    } catch (error) {
      if (!(error instanceof PayloadTooLargeException)) throw error;
      const request = context.switchToHttp().getRequest<{ file?: Uploaded }>();
      request.file = false;
      return next.handle();
    }
  }
}

/** The picture of a form, as it can be sent; null when none was chosen. */
export function pictureFrom(file: Uploaded, now: Date): Attachment | null {
  if (file === false) throw new Refusal(tooLarge, 'picture');
  if (!file?.buffer.length) return null;
  const picture = pictureIn(file.buffer);
  if (!picture || !types.includes(picture.type)) throw new Refusal('Choose a PNG, JPEG or GIF picture.', 'picture');
  // Browsers write names in UTF-8, and forms are read as if they were Latin.
  const name = fileName(Buffer.from(file.originalname, 'latin1').toString('utf8'));
  return Attachment.ours(file.buffer, name, now);
}
