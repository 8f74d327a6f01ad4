/**
 * Records that another system hands to us, row by row, kept as if they were a CRM of their own. Whoever has rows, a caller of the
 * REST push or a file, gives them to {@link rapport.crm.intake.Intake}; {@link rapport.crm.intake.IntakeLink} lets the engine read them
 * with checkpoints, tombstones and sweeps like those of every CRM. So the same data comes out alike whichever way it came in.
 *
 * <p>{@link rapport.crm.intake.RowReader} is the one place that says what a row may hold. Ids are text, compared exactly. Times carry
 * their offset. References may arrive before their target. Equal content is no change; an older stamp than the one known is
 * left out.
 */
@NullMarked
package rapport.crm.intake;

import org.jspecify.annotations.NullMarked;
