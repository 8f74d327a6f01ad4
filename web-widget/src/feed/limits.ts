import type { Surface } from './surface.ts';

/** What holds until the server has said what it allows. */
const usual = {
  body: 10_000,
  titleMin: 10,
  titleMax: 140,
  files: 10,
  fileDescription: 500,
  pollOptions: 10,
  pollOption: 100,
  kudosMembers: 10,
  closeReason: 200,
  removalReason: 500,
  topicName: 50,
  spaceName: 100,
  spaceDescription: 1_000,
  spaceTopics: 10,
  joinMessage: 500,
};

export type Limit = keyof typeof usual;

/** How much of something the server takes: its administrators may have set it otherwise. */
export const limitOf = (surface: Surface | undefined, name: Limit): number =>
  surface?.settings?.limits?.[name] ?? usual[name];

export const usualReactions = ['agree', 'thanks', 'celebrate', 'insightful', 'sad', 'question'];
export const usualReasons = ['helped', 'taught', 'delivered', 'saved', 'thanks'];
