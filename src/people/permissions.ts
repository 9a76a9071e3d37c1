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
