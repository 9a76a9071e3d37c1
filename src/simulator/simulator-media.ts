import { Injectable } from '@nestjs/common';
import { Media, MediaRefused } from '../attachments/media.js';
import { addressOf, bytesOf, samples } from './samples.js';

/** Has what the telephones in the browser send. It goes nowhere for it, so that no webhook can send it anywhere. */
@Injectable()
export class SimulatorMedia extends Media {
  fetch(url: string): Promise<Buffer> {
    const sample = samples.find((each) => addressOf(each) === url);
    return sample ? bytesOf(sample) : Promise.reject(new MediaRefused('host'));
  }
}
