import type { Api } from './api.ts';
import { ApiProblem } from './problem.ts';
import type { File_, ProblemDocument } from './schema.ts';

export interface Uploading {
  description?: string;
  signal?: AbortSignal;
  /** Told how much has gone, from 0 to 1. */
  progress?: (part: number) => void;
}

/** Sends a file. Until it goes along with a post or a comment nobody else has it. */
export async function upload(api: Api, file: File, { description, signal, progress }: Uploading): Promise<File_> {
  const url = new URL('api/v1/files', api.root);
  url.searchParams.set('name', file.name);
  if (description) url.searchParams.set('description', description);
  const headers = await api.headers();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = event => progress?.(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () =>
      request.status < 300
        ? resolve(request.response as File_)
        : reject(new ApiProblem({ ...(request.response as ProblemDocument | null), status: request.status }));
    request.onerror = () => reject(new ApiProblem({ status: 0 }));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
