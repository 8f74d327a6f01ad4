package rapport.crm.spi;

import java.math.BigDecimal;

/**
 * An amount with its currency.
 *
 * @param amount   written without trailing zeros, so that 1500 and 1500.00 are equal
 * @param currency ISO 4217 code as the CRM writes it
 */
public record CrmMoney(BigDecimal amount, String currency) {
    public CrmMoney {
        amount = amount.stripTrailingZeros();
        if (amount.scale() < 0) {
            amount = amount.setScale(0);
        }
    }
}
