import { part, type Api } from './api.ts';
import type { MemberSummary, PostKind, QuestionState, Subject } from './schema.ts';

/** A question that may have been asked before. */
export interface SimilarQuestion {
  id: string;
  kind: PostKind;
  title?: { text: string; marked?: boolean }[];
  excerpt?: { text: string; marked?: boolean }[];
  author?: MemberSummary;
  subject: Subject;
  publishedAt: string;
  commentCount: number;
  state?: QuestionState;
}

export const findSimilarQuestions = (api: Api, title: string, subjectId?: string) =>
  api.get<{ items: SimilarQuestion[] }>('questions/similar', { title, subjectId }).then(page => page.items);

/** Makes a comment the best answer; without one the question is open again. */
export const acceptAnswer = (api: Api, postId: string, commentId?: string) =>
  commentId
    ? api.send('PUT', `posts/${part(postId)}/answer`, { body: { commentId } })
    : api.send('DELETE', `posts/${part(postId)}/answer`);

export const upVote = (api: Api, commentId: string, on: boolean) =>
  api.send(on ? 'PUT' : 'DELETE', `comments/${part(commentId)}/up-vote`, on ? { body: {} } : {});

/** Its author turns an update into a question. */
export const turnIntoQuestion = (api: Api, postId: string, title: string) =>
  api.send('POST', `posts/${part(postId)}/question`, { body: { title } });
