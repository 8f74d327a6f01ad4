import type { ProblemDocument } from './schema.ts';

/** What the server refused, or why it could not be asked. `status` 0 says that no answer came at all. */
export class ApiProblem extends Error {
  readonly status: number;
  /** The last part of the document's type: `too-long` of `/problems/too-long`. */
  readonly slug: string;
  /** Seconds to wait before another try, where the server named them. */
  readonly retryAfter?: number;

  constructor(
    readonly document: ProblemDocument,
    retryAfter?: number,
  ) {
    super(document.detail ?? document.title ?? `HTTP ${document.status ?? 0}`);
    this.name = 'ApiProblem';
    this.status = document.status ?? 0;
    this.slug = document.type?.split('/').at(-1) ?? '';
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }

  get unreachable() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /** One may not see it, or there is no such thing; the two must look alike. */
  get denied() {
    return this.status === 403 || this.status === 404;
  }

  get signedOut() {
    return this.status === 401;
  }
}

export function problemOf(failure: unknown): ApiProblem {
  if (failure instanceof ApiProblem) return failure;
  return new ApiProblem({ status: 0, detail: failure instanceof Error ? failure.message : String(failure) });
}

export async function problemFrom(response: Response): Promise<ApiProblem> {
  let document: ProblemDocument = {};
  try {
    document = (await response.json()) as ProblemDocument;
  } catch {
    // A proxy answered in place of the server: its page says nothing that a reader could use.
  }
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new ApiProblem({ ...document, status: response.status }, Number.isFinite(wait) ? wait : undefined);
}
