import { part, type Api } from './api.ts';
import type { File_ } from './schema.ts';

/** Whose files. */
export type FilesPlace = { kind: 'record' | 'space' | 'member'; id: string };

export const readFiles = (api: Api, place: FilesPlace, pageToken?: string, signal?: AbortSignal) =>
  api.get<{ items: File_[]; nextPageToken?: string }>(
    `${place.kind}s/${part(place.id)}/files`,
    { limit: 24, pageToken },
    signal,
  );

/** Where the bytes of a file are; of an image also in 64, 320, 960 or 1600 pixels. */
export const fileAddress = (api: Api, id: string, size?: number) =>
  new URL(`api/v1/files/${part(id)}/content${size ? `?size=${size}` : ''}`, api.root).href;
