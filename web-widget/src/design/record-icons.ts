import type { RecordKind } from '../api/schema.ts';
import { Box, Building, Sprout, Target, User, type Icon } from './icons.ts';

export const recordIcons: Record<RecordKind, Icon> = {
  account: Building,
  contact: User,
  opportunity: Target,
  lead: Sprout,
  other: Box,
};
