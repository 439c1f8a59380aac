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

-- Keys of machines open production alone; new ones are made here where they are needed.
DELETE FROM logistics_service_secret;

-- Mail servers, webhooks and SMS are made harmless by Odoo. What a server action of our
-- own calls is known to nobody, so policies that run one are switched off.
UPDATE logistics_rule
   SET active = false
 WHERE id IN (SELECT rule_id FROM logistics_rule_action WHERE type = 'server');
