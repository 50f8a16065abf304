import { auditMessages } from './audit.js';
import { caseKindMessages } from './case-kinds.js';
import { changeMessages } from './changes.js';
import { filesMessages } from './files.js';
import { formMessages } from './form.js';
import { frameMessages } from './frame.js';
import { networkMessages } from './network.js';
import { partsMessages } from './parts.js';
import { peopleMessages } from './people.js';
import { signInMessages } from './sign-in.js';
import { startMessages } from './start.js';
import { systemMessages } from './system.js';

/** Sentences of the managing pages, by section. */
export const manageMessages = {
  ...frameMessages,
  ...formMessages,
  ...startMessages,
  ...changeMessages,
  ...caseKindMessages,
  ...networkMessages,
  ...filesMessages,
  ...auditMessages,
  ...partsMessages,
  ...peopleMessages,
  ...signInMessages,
  ...systemMessages,
} as const;
