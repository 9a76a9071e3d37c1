import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  PayloadTooLargeException,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request } from 'express';
import { finalize } from 'rxjs';

export const mostMegabytes = 50;

/** A file as it waits to be read; what was wrong with it is said by the form. */
export interface Uploaded {
  path: string;
  originalname: string;
  size: number;
}
export type UploadRequest = Request & { file?: Uploaded; uploadProblem?: string };

type Done = (error: unknown, file?: Pick<Uploaded, 'path' | 'size'>) => void;

// In a folder of its own that nobody else on the machine may look into; it goes with the request.
const storage = {
  _handleFile(_: Request, { stream }: { stream: Readable }, done: Done) {
    kept(stream).then((file) => done(null, file), done);
  },
  _removeFile(_: Request, file: Uploaded, done: (error: unknown) => void) {
    forget(file).then(() => done(null), done);
  },
};

async function kept(stream: Readable) {
  const path = join(await mkdtemp(join(tmpdir(), `parley-upload-${process.pid}-`)), 'file.csv');
  try {
    await pipeline(stream, createWriteStream(path));
    return { path, size: (await stat(path)).size };
  } catch (error) {
    await forget({ path });
    throw error;
  }
}

const limits = { fileSize: mostMegabytes * 1024 * 1024, files: 1, fields: 5, fieldSize: 1000 };

/** A form with one file in it, which is written to disk as it comes, however large it is. */
@Injectable()
export class OneUpload extends FileInterceptor('file', { storage, limits, defParamCharset: 'utf8' }) {
  override async intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<UploadRequest>();
    try {
      const answer = await super.intercept(context, next);
      return answer.pipe(finalize(() => void forget(request.file)));
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      request.uploadProblem =
        error instanceof PayloadTooLargeException
          ? `The file is larger than ${mostMegabytes} MB. Split it, or leave columns out that you don’t need.`
          : 'The upload was not complete. Choose the file again.';
      return next.handle();
    }
  }
}

async function forget(file: Pick<Uploaded, 'path'> | undefined) {
  if (file?.path) await rm(dirname(file.path), { recursive: true, force: true });
}
