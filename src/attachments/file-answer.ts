import { StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { Attachment } from '../conversations/attachment.js';

/**
 * An attachment as an answer. Only what its own bytes say is a picture is shown; everything else, a script in a harmless
 * name among it, is a file to be saved. Opened by itself it is a page of nobody: it runs nothing and reaches nothing.
 */
export function fileAnswer(attachment: Attachment, bytes: Buffer, response: Response): StreamableFile {
  const { isPicture, contentType } = attachment;
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('X-Content-Type-Options', 'nosniff');
  const disposition = `${isPicture ? 'inline' : 'attachment'}; ${named(attachment)}`;
  return new StreamableFile(bytes, {
    type: isPicture ? contentType! : 'application/octet-stream',
    disposition,
    length: bytes.length,
  });
}

const endings: Record<string, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
};
const knownEndings: Record<string, string> = { vcard: '.vcf', video: '.mp4', audio: '.mp3' };

// The name in letters that every header takes, and again as it is. A picture ends as what it is.
function named({ id, kind, name, isPicture, contentType }: Attachment): string {
  const ending = isPicture ? endings[contentType!]! : '';
  const base = isPicture ? name.replace(/\.\w{1,5}$/, '') : name;
  const whole = base ? `${base}${ending}` : `${kind}-${id}${ending || (knownEndings[kind] ?? '')}`;
  const plain = whole.replace(/[^\w. -]/g, '_');
  const exact = encodeURIComponent(whole).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `filename="${plain}"; filename*=UTF-8''${exact}`;
}
