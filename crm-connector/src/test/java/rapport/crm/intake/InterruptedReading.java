package rapport.crm.intake;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import rapport.crm.spi.CrmAccess;
import rapport.crm.spi.CrmAdapter;
import rapport.crm.spi.CrmDescriptor;
import rapport.crm.spi.CrmLink;

/** An adapter whose links let a test do something before each call. */
public final class InterruptedReading implements CrmAdapter {
    private final CrmAdapter adapter;
    private final Runnable before;

    public InterruptedReading(CrmAdapter adapter, Runnable before) {
        this.adapter = adapter;
        this.before = before;
    }

    @Override
    public CrmDescriptor descriptor() {
        return adapter.descriptor();
    }

    @Override
    public CrmLink open(CrmAccess access) {
        CrmLink link = adapter.open(access);
        return (CrmLink) Proxy.newProxyInstance(
                CrmLink.class.getClassLoader(), new Class<?>[] {CrmLink.class}, (proxy, method, arguments) -> {
                    if (!method.getDeclaringClass().equals(Object.class)) {
                        before.run();
                    }
                    try {
                        return method.invoke(link, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
