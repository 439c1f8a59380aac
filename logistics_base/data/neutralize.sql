-- A copy of production must not take the place of production: nothing comes in, no
-- secret and no key of production opens anything.
UPDATE logistics_integration
   SET environment = 'test',
       state = CASE WHEN state = 'retired' THEN 'retired' ELSE 'draft' END;

UPDATE logistics_folder
   SET enabled = false;

UPDATE logistics_credential
   SET encrypted_value = NULL,
       is_reference = false;

DELETE FROM logistics_token;

DELETE FROM res_users_apikeys
 WHERE scope LIKE 'logistics.%';

-- What production still had to send is production's to send.
UPDATE logistics_message
   SET state = 'discarded', discard_reason = 'Copy of a database'
 WHERE direction = 'outbound'
   AND transport IS NOT NULL
   AND state IN ('received', 'retry', 'processing', 'parked');

UPDATE logistics_subscription
   SET state = 'paused', is_behind = true
 WHERE state = 'active';
