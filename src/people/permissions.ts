/** What a role can allow, in the words of the screen. */
export const permissions = {
  'view-all-conversations': 'View All Conversations',
  'manage-assigned-conversations': 'Manage Assigned Conversations',
  'manage-all-conversations': 'Manage All Conversations',
  'send-quick-messages': 'Send Quick Messages',
  'manage-campaigns': 'Manage Campaigns',
  'edit-contacts': 'Edit Contacts',
  'view-reports': 'View Reports',
  'manage-settings': 'Manage Settings',
  'manage-users': 'Manage Users',
} as const;

export type Permission = keyof typeof permissions;

/** What each of them means, in a sentence. */
export const explanations: Record<Permission, string> = {
  'view-all-conversations': 'See every conversation of the program. Without it: only those assigned to them.',
  'manage-assigned-conversations':
    'Answer, add notes to, resolve, reopen and reassign the conversations assigned to them.',
  'manage-all-conversations': 'The same for every conversation they can see, and assign unassigned ones.',
  'send-quick-messages': 'Send one text now to one or more contacts.',
  'manage-campaigns': 'Create, send, pause and cancel Campaigns.',
  'edit-contacts': 'Add, edit, import, merge and delete contacts, and handle Unknown senders.',
  'view-reports': 'See on the Reports page how much is texted, how fast it is answered, and by whom.',
  'manage-settings': 'Contact Types, Routing Tables, Conversations settings, numbers and templates.',
  'manage-users': 'Invite and deactivate people, and say with roles who may do what.',
};

export const allPermissions = Object.keys(permissions) as Permission[];

/** The roles that every program starts with. */
export const startingRoles: { name: string; isBuiltIn: boolean; permissions: Permission[] }[] = [
  { name: 'Administrator', isBuiltIn: true, permissions: allPermissions },
  {
    name: 'Lead',
    isBuiltIn: false,
    permissions: [
      'view-all-conversations',
      'manage-all-conversations',
      'send-quick-messages',
      'manage-campaigns',
      'edit-contacts',
      'view-reports',
    ],
  },
  { name: 'Counselor', isBuiltIn: false, permissions: ['manage-assigned-conversations', 'send-quick-messages'] },
  { name: 'Viewer', isBuiltIn: false, permissions: ['view-all-conversations'] },
];
