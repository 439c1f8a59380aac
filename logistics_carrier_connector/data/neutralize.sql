-- What production still had to book is production's to book: a copy tries nothing again
-- by itself, and a person sees why.
UPDATE stock_picking p
   SET label_state = 'failed'
  FROM logistics_booking b
 WHERE b.picking_id = p.id AND b.purpose = 'ship'
   AND b.unwanted IS NOT TRUE AND b.state IN ('pending', 'calling');

UPDATE logistics_booking
   SET state = CASE WHEN state = 'cancelling' THEN 'cancelled' ELSE 'failed' END,
       settled = TRUE, next_attempt_at = NULL, lease_until = NULL,
       error_category = 'copy', error_message = 'Copy of a database'
 WHERE state IN ('pending', 'calling', 'cancelling');

UPDATE logistics_booking
   SET next_attempt_at = NULL
 WHERE state = 'requested';
