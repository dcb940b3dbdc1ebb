package io.asyncio4j.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;

import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has Netty follow every buffer and every TLS engine while a class of tests runs over a carrier
 * with TLS, and fails if one was not given back.
 */
final class NoLeaks
        implements BeforeClassTemplateInvocationCallback, AfterClassTemplateInvocationCallback {
    private ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) {
        if (!isTls(context)) {
            return;
        }
        LeakReports.collected(); // what other tests have left is not this one's
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    @Override
    public void afterClassTemplateInvocation(ExtensionContext context) {
        if (!isTls(context)) {
            return;
        }
        ResourceLeakDetector.setLevel(before);
        assertThat(LeakReports.collected()).as(context.getDisplayName()).isEmpty();
    }

    /** Only TLS puts others' code between our buffers and the channel; to follow them is slow. */
    private static boolean isTls(ExtensionContext context) {
        return context.getDisplayName().contains("TLS");
    }
}
