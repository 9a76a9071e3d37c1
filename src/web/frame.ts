import type { Request } from 'express';

export const FRAME = 'frame';

/** Who knows what stands around a page: the menu, its counts, the banners. */
export interface Frame {
  around(request: Request): Promise<object>;
}
