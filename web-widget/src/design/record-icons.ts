import type { RecordKind } from '../api/schema.ts';
import { Box, Building, Hash, Sprout, Target, User, Users, type Icon } from './icons.ts';

export const recordIcons: Record<RecordKind | 'space' | 'topic', Icon> = {
  account: Building,
  contact: User,
  opportunity: Target,
  lead: Sprout,
  other: Box,
  space: Users,
  topic: Hash,
};
